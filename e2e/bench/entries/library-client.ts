import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';

// Kept from tree shaking, and nothing more.
Reflect.set(globalThis, 'signInClient', [AuthenticationDetails, CognitoUser, CognitoUserPool]);
