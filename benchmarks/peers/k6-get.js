// The twin of HttpLoad.java.
import http from 'k6/http';
import exec from 'k6/execution';
import { check, sleep } from 'k6';

const targets = __ENV.TARGET.split(',');
const pause = __ENV.SLEEP ? parseFloat(__ENV.SLEEP) : 0; // "1s", "10s"

export const options = {
  thresholds: {
    http_req_duration: ['p(95)<5000'],
    http_req_failed: ['rate<0.01'],
    checks: ['rate>0.99'],
  },
};

export default function () {
  const response = http.get(targets.length > 1 ? targets[exec.vu.idInTest % targets.length] : targets[0]);
  check(response, { 'status is 200': (r) => r.status === 200 });
  if (pause) {
    sleep(pause);
  }
}
