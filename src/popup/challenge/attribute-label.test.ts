import { expect, it } from 'vitest';
import { attributeLabel } from './attribute-label';

it.each([
  ['given_name', 'Given name'],
  ['email', 'Email'],
  ['phone_number_verified', 'Phone number verified'],
  ['custom:tenantId', 'custom:tenantId'],
  ['employeeNumber', 'employeeNumber'],
  ['_odd', '_odd'],
  ['', ''],
])('labels the attribute %j as %j', (attribute, label) => {
  expect(attributeLabel(attribute)).toBe(label);
});
