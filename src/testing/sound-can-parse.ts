// Once `URL.canParse` is called often, Node 20 and 22 answer no for names that are not ASCII, which no browser does.
// Source: nodejs/node issue 48816; seen in 20.20 for text in Latin-1.
URL.canParse = (url, base) => {
  try {
    return Boolean(new URL(url, base));
  } catch {
    return false;
  }
};
