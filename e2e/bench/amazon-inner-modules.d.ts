/// <reference path="./amazon-cognito-identity-js.d.ts" />

// The same inner modules once more, as the library ships them for bundlers.

declare module 'amazon-cognito-identity-js/es/BigInteger.js' {
  export { default } from 'amazon-cognito-identity-js/lib/BigInteger.js';
}

declare module 'amazon-cognito-identity-js/es/AuthenticationHelper.js' {
  export { default } from 'amazon-cognito-identity-js/lib/AuthenticationHelper.js';
}
