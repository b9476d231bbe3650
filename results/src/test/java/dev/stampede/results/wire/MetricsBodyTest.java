package dev.stampede.results.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import dev.stampede.output.cloud.proto.CounterSamples;
import dev.stampede.output.cloud.proto.CounterValue;
import dev.stampede.output.cloud.proto.Metric;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.proto.MetricType;
import dev.stampede.output.cloud.proto.TimeSeries;
import dev.stampede.output.cloud.proto.Timestamp;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class MetricsBodyTest {

    private static byte[] field(int number, byte[] content) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeByteArray(number, content);
        out.flush();
        return bytes.toByteArray();
    }

    /** Millions of messages of two bytes. */
    private static byte[] empties(int number, int count) throws Exception {
        byte[] one = field(number, new byte[0]);
        byte[] all = new byte[one.length * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(one, 0, all, i * one.length, one.length);
        }
        return all;
    }

    private static String refusal(byte[] body) throws Exception {
        byte[] packed = Snappy.compress(body);
        assertThat(packed).hasSizeLessThan(MetricsBody.MOST_PACKED_BYTES);
        try {
            MetricsBody.read(packed, "snappy");
            return "";
        } catch (Refusal e) {
            return e.status() + " " + e.getMessage();
        }
    }

    @Test
    void bodyOfMillionsOfEmptyMessages_isRefusedBeforeTheyAreMade() throws Exception {
        String tooMany = "413 the body holds more than 4000000 series, values and spans";
        int more = MessageCount.MOST + 1;

        assertThat(refusal(empties(3, more))).isEqualTo(tooMany);
        assertThat(refusal(field(3, empties(3, more)))).isEqualTo(tooMany);
        assertThat(refusal(field(3, field(3, empties(1, more))))).isEqualTo(tooMany);
        assertThat(refusal(field(3, field(3, field(5, empties(1, more)))))).isEqualTo(tooMany);
        assertThat(refusal(field(3, field(3, field(5, field(1, empties(3, more)))))))
                .isEqualTo(tooMany);
        assertThat(refusal(field(3, field(3, field(5, field(1, field(2, new byte[8 * more])))))))
                .isEqualTo(tooMany);
    }

    @Test
    void nestingWithoutEnd_isRefused() throws Exception {
        byte[] groups = new byte[100_000];
        Arrays.fill(groups, (byte) (15 << 3 | 3)); // field 15 begins a group, which begins a group, ...

        assertThat(refusal(groups)).startsWith("400 the body is no MetricSet: ");
    }

    @Test
    void randomBytes_areRefusedButNothingElse() throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = new byte[random.nextInt(60)];
            random.nextBytes(body);

            assertThat(refusal(body)).matches("|400 the .+"); // a few happen to be one without metrics
        }
    }

    @Test
    void mutatedMetrics_areTakenOrRefusedButNothingElse() throws Exception {
        MetricSet metrics = MetricSet.newBuilder()
                .setTestRunId("1001")
                .setAggregationPeriod(3)
                .addMetrics(Metric.newBuilder()
                        .setName("http_reqs")
                        .setType(MetricType.METRIC_TYPE_COUNTER)
                        .addTimeSeries(TimeSeries.newBuilder()
                                .setCounterSamples(CounterSamples.newBuilder()
                                        .addValues(CounterValue.newBuilder()
                                                .setTime(Timestamp.newBuilder().setSeconds(1_800_000_000))
                                                .setValue(3)))))
                .build();
        Random random = new Random(5);
        byte[] good = metrics.toByteArray();
        assertThat(refusal(good)).isEmpty();
        for (int i = 0; i < 20_000; i++) {
            byte[] body = good.clone();
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);

            assertThat(refusal(body)).matches("|400 .+");
        }
    }

    @Test
    void encodingsOtherThanSnappy_areRefused() {
        assertThatThrownBy(() -> MetricsBody.read(new byte[0], "gzip"))
                .hasMessage("Content-Encoding must be snappy but is gzip");
    }
}
