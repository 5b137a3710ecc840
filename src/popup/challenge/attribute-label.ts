/**
 * The label of a user attribute: `given_name` becomes `Given name`. Names that do not follow this pattern, such as
 * `custom:tenantId`, stay as the pool's administrator wrote them.
 */
export function attributeLabel(attribute: string): string {
  if (!/^[a-z]+(_[a-z]+)*$/.test(attribute)) return attribute;
  const words = attribute.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
