/**
 * Names below which strangers have theirs, and which the public suffix list lacks: their owners have to ask to be in it. A
 * star stands for any label, where customers come one below a region or the like (`3000-shop.ws-eu1.gitpod.io`).
 * Source of each: the addresses that its own documentation shows, such as
 * https://learn.microsoft.com/azure/developer/dev-tunnels/overview and
 * https://docs.github.com/codespaces/developing-in-a-codespace/forwarding-ports-in-your-codespace
 */
export const ALSO_SHARED = [
  // Tunnels to somebody's machine, and names for any address.
  ...['*.devtunnels.ms', 'loca.lt', 'localtunnel.me', 'serveo.net', 'serveousercontent.com'],
  ...['localhost.run', 'lhr.life', 'lhr.rocks', 'tunnelto.dev', 'pagekite.me'],
  ...['*.sharedwithexpose.com', '*.zrok.io', '*.*.pinggy.link', '*.*.pinggy.io', 'loophole.site'],
  ...['*.loclx.io', 'cfargotunnel.com', 'nip.io', 'sslip.io', 'xip.io', 'traefik.me'],
  // Development environments and their previews.
  ...['*.app.github.dev', '*.gitpod.io', '*.gitpod.cloud', '*.gitpod.dev', '*.webcontainer.io'],
  ...['*.webcontainer-api.io', 'stackblitz.io', '*.staticblitz.com', 'codesandbox.io'],
  ...['*.cloudworkstations.dev', '*.cloudshell.dev', '*.goorm.io', '*.goorm.site', 'c9users.io'],
  ...['*.*.coder.app', 'vscode-cdn.net', 'glitch.me'],
  // Clouds and hosters.
  ...['*.*.on.aws', '*.*.on.amazonwebservices.com.cn', '*.*.on.amazonwebservices.eu'],
  ...['*.azurecontainerapps.io', '*.cloudapp.azure.com', '*.azurefd.net', 'chinacloudsites.cn'],
  ...['*.chinacloudapp.cn', 'firebaseio.com', '*.firebasedatabase.app', 'apigee.net', '*.a.run.app'],
  ...['*.*.appdomain.cloud', '*.mybluemix.net', '*.oraclecloud.com'],
  ...['*.*.openshiftapps.com', '*.alicloudapi.com', '*.*.aliyuncs.com', '*.fcapp.run'],
  ...['*.*.myqcloud.com', '*.*.tencentcs.com', '*.cloudhub.io', '*.*.*.ondemand.com'],
  ...['*.mendixcloud.com', '*.force.com', '*.salesforce.com', 'herokudns.com', 'koyeb.app'],
  ...['*.railway.app', 'doserverless.co', 'kinsta.app', 'kinsta.page', 'wpengine.com', 'b-cdn.net'],
  ...['bunny.run', 'modal.run', 'gradio.live', '*.*.nhost.run', 'fermyon.app', 'cyclic.app'],
  ...['deta.app', 'deta.dev', 'back4app.io', 'b4a.run', 'b4a.app', 'hop.sh', 'civo.com'],
  ...['*.k8s.civo.com', 'upstash.io'],
  // Tenants of one service.
  ...['*.auth0.com', 'okta.com', 'oktapreview.com', 'b2clogin.com', 'ciamlogin.com'],
  ...['cloudflareaccess.com', 'atlassian.net', 'zendesk.com', 'sharepoint.com', 'my.site.com'],
  // Interfaces that anybody can set up to try something out.
  ...['*.pipedream.net', '*.beeceptor.com', 'mockapi.io', 'mockable.io', 'mocky.io'],
  ...['apiary-mock.com', 'webhook.site', 'requestcatcher.com', '*.stoplight.io', 'twil.io'],
];
