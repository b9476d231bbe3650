package dev.stampede;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExpectedStatusTest {
    @Test
    void codesAndRanges_areInclusive() {
        ExpectedStatus status = ExpectedStatus.of(204, 200).or(300, 302);
        assertThat(IntStream.range(0, 1000).filter(status)).containsExactly(200, 204, 300, 301, 302);
        assertThat(IntStream.range(0, 1000).filter(ExpectedStatus.between(100, 101)))
                .containsExactly(100, 101);
    }

    @Test
    void malformedOnes_areRefused() {
        assertThatThrownBy(ExpectedStatus::of).hasMessage("no arguments: name at least one status code");
        assertThatThrownBy(() -> ExpectedStatus.of(20)).hasMessage("a status code has three digits, but was 20");
        assertThatThrownBy(() -> ExpectedStatus.of(200).or(300, 299))
                .hasMessage("a range of status codes begins with the smaller: 300 to 299");
    }
}
