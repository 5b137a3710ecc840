/** Names that a careless filter would take for the given one, with whatever belongs to a URL's authority or beyond. */
export function namesLike(name: string): readonly string[] {
  return [
    name.toUpperCase(),
    `${name}.`,
    `www.${name}`,
    `a.b.${name}`,
    `.${name}`,
    `evil${name}`,
    `evil-${name}`,
    `${name}.evil.com`,
    `${name}evil`,
    name.replace(/^[^.]+\./, ''),
    name.replace('.', 'x'),
    name.replace('.', '..'),
    name.replace('.', '%2E'),
    `${name}%2Eevil.com`,
    `${name}%00.evil.com`,
    `${name}@evil.com`,
    `${name}:443@evil.com`,
    `user@${name}`,
    `user:pw@${name}`,
    `www.${name}@${name}`,
    `evil.com/${name}`,
    `evil.com?${name}`,
    `evil.com#${name}`,
    `evil.com/.${name}`,
    `evil.com/https://${name}`,
    `evil.com/?u=https://${name}`,
    `evil.com\\@${name}`,
    `evil.com%2F.${name}`,
  ];
}

/** Paths that a careless filter would take for one that begins with the given one, and some that do. */
export function pathsLike(prefix: string): readonly string[] {
  return [
    ...['', '/', '/x', '/x/y.json', '0', ';x', '%2Fx', '%2fx', '.x', '/..', '/%2e%2e', '//'].map(
      (rest) => prefix + rest,
    ),
    prefix.toUpperCase(),
    prefix.replace('.', 'x'),
    `/${prefix}`,
    `/x${prefix}`,
    `/x/..${prefix}`,
    `/%2e%2e${prefix}`,
    '',
    '/',
    '/other',
    '/other/..',
  ];
}
