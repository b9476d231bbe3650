// The twin of HttpLoad.java.
import http from 'k6/http';
import { check, sleep } from 'k6';

const pause = __ENV.SLEEP ? parseFloat(__ENV.SLEEP) : 0; // "1s", "10s"

export const options = {
  thresholds: {
    http_req_duration: ['p(95)<5000'],
    http_req_failed: ['rate<0.01'],
    checks: ['rate>0.99'],
  },
};

export default function () {
  const response = http.get(__ENV.TARGET);
  check(response, { 'status is 200': (r) => r.status === 200 });
  if (pause) {
    sleep(pause);
  }
}
