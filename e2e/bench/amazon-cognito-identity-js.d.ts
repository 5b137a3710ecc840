// The inner modules of the oracle, which it ships without types.

declare module 'amazon-cognito-identity-js/lib/BigInteger.js' {
  export default class BigInteger {
    constructor(hex: string, radix: 16);
    toString(radix: 16): string;
  }
}

declare module 'amazon-cognito-identity-js/lib/AuthenticationHelper.js' {
  import type BigInteger from 'amazon-cognito-identity-js/lib/BigInteger.js';
  export default class AuthenticationHelper {
    constructor(poolName: string);
    smallAValue: BigInteger;
    largeAValue: BigInteger;
    generateHashDevice(groupKey: string, deviceKey: string, done: (error: unknown) => void): void;
    getRandomPassword(): string;
    getSaltDevices(): string;
    getVerifierDevices(): string;
    calculateA(secret: BigInteger, done: (error: unknown, publicValue: BigInteger) => void): void;
    getPasswordAuthenticationKey(
      username: string,
      password: string,
      serverPublicValue: BigInteger,
      salt: BigInteger,
      done: (error: unknown, key: Uint8Array) => void,
    ): void;
  }
}
