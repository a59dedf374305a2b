/** Before each test file: what the tests start on this machine is reached whatever proxy its user has set up. */
import { goPastProxies } from '../demo/http/past-proxies';

goPastProxies();
