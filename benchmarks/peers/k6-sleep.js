// The twin of SleepLoad.java.
import { sleep } from 'k6';

const pause = parseFloat(__ENV.SLEEP || '1'); // "1s", "10s"

export default function () {
  sleep(pause);
}
