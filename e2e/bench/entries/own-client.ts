import { createUserPoolClient } from '../../../src/cognito/user-pool-client';

// Kept from tree shaking, and nothing more.
Reflect.set(globalThis, 'signInClient', createUserPoolClient);
