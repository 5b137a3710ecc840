// oidc-provider (npm), unmodified, with the routes, claims and token format that a user pool has. It is told its pool ID,
// its app client and its callback URL by the environment, and prints where it listens.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const { POOL_ID = '', CLIENT_ID = '', CLIENT_SECRET, CALLBACK_URL = '', AUTH_METHOD } = process.env;

const server = createServer((request, response) => {
  // The issuer has a path, which the provider's own routes do not repeat.
  request.url = request.url?.replace(`/${POOL_ID}/`, '/');
  handle(request, response);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(`${origin}/${POOL_ID}`, {
  clients: [
    {
      client_id: CLIENT_ID,
      redirect_uris: [CALLBACK_URL],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: AUTH_METHOD,
      client_secret: CLIENT_SECRET,
    },
  ],
  routes: {
    authorization: '/oauth2/authorize',
    token: '/oauth2/token',
    revocation: '/oauth2/revoke',
    userinfo: '/oauth2/userInfo',
    end_session: '/logout',
    jwks: '/.well-known/jwks.json',
  },
  features: {
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'urn:api',
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({ scope: 'openid email', accessTokenFormat: 'jwt', audience: 'urn:api' }),
    },
  },
  clientAuthMethods: [AUTH_METHOD],
  pkce: { required: () => true },
  scopes: ['openid', 'email', 'offline_access'],
  claims: { openid: ['sub', 'token_use', 'cognito:username'], email: ['email'] },
  conformIdTokenClaims: false,
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, 'cognito:username': id, token_use: 'id', email: `${id}@example.com` }),
  }),
  extraTokenClaims: (_, token) => ({ token_use: 'access', username: token.accountId }),
});
const handle = provider.callback();
process.stdout.write(`oidc-provider running on ${origin}\n`);
