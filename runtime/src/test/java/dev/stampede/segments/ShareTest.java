package dev.stampede.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of k6's segments, confirmed against the real one. */
class ShareTest {
    private static final long[] COLUMNS = {1, 2, 3, 4, 5, 7, 10, 11, 100, 101};

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0,1/2,3/4,1    | 0:1/2       | 4  | 0 2                | 1 1 2 2 3 4 5 6 50 51
            0,1/2,3/4,1    | 1/2:3/4     | 4  | 1                  | 0 1 1 1 1 2 3 3 25 25
            0,1/2,3/4,1    | 3/4:1       | 4  | 3                  | 0 0 0 1 1 1 2 2 25 25
            0,1/3,2/3,1    | 0:1/3       | 3  | 0                  | 1 1 1 2 2 3 4 4 34 34
            0,1/3,2/3,1    | 1/3:2/3     | 3  | 1                  | 0 1 1 1 2 2 3 4 33 34
            0,1/3,2/3,1    | 2/3:1       | 3  | 2                  | 0 0 1 1 1 2 3 3 33 33
            0,3/5,14/15,1  | 0:3/5       | 15 | 0 2 4 5 7 9 10 12 14 | 1 1 2 2 3 4 6 7 60 61
            0,3/5,14/15,1  | 3/5:14/15   | 15 | 1 3 6 11 13        | 0 1 1 2 2 3 3 3 33 33
            0,3/5,14/15,1  | 14/15:1     | 15 | 8                  | 0 0 0 0 0 0 1 1 7 7
            0,0.2,0.5,1    | 0:0.2       | 10 | 3 9                | 0 0 0 1 1 1 2 2 20 20
            0,0.2,0.5,1    | 0.2:0.5     | 10 | 1 5 7              | 0 1 1 1 1 2 3 3 30 30
            0,0.2,0.5,1    | 0.5:1       | 10 | 0 2 4 6 8          | 1 1 2 2 3 4 5 6 50 51
            """)
    void table_isK6s(String sequence, String segment, int period, String owned, String scaled) {
        Share share = Share.of(segment, sequence);
        int count = owned.split(" ").length;

        assertThat(text(LongStream.range(0, count).map(share::global))).isEqualTo(owned);
        assertThat(text(LongStream.range(0, period).filter(share::owns))).isEqualTo(owned);
        // the pattern repeats
        assertThat(LongStream.range(0, count).map(i -> share.global(i + 7L * count) - share.global(i)))
                .containsOnly(7L * period);
        assertThat(text(Arrays.stream(COLUMNS).map(share::scale))).isEqualTo(scaled);
        assertThat(share.scale(0)).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            20%         | ''                     | 0:1/5    | 1
            1/3:2/3     | ''                     | 1/3:2/3  | 1
            1/3:2/3     | 0,1/3,2/3,1            | 1/3:2/3  | 1
            1/3:2/3     | 1/3,2/3                | 1/3:2/3  | 1
            1/2:1       | ''                     | 1/2:1    | 1
            25%:50%     | ' 0, 1/4 ,0.5 , 100% ' | 1/4:1/2  | 3
            ''          | 0,1                    | 0:1      | 0
            """)
    void of_fillsGapsBesideTheSegment(String segment, String sequence, String text, long first) {
        Share share = Share.of(segment, sequence);

        assertThat(share).hasToString(text);
        assertThat(share.global(0)).isEqualTo(first);
    }

    @Test
    void wholeShare_isEverything() {
        assertThat(Share.WHOLE.isWhole()).isTrue();
        assertThat(Share.of("", "").isWhole()).isTrue();
        assertThat(Share.of("1/2", "").isWhole()).isFalse();
        assertThat(Share.WHOLE.scale(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(Share.WHOLE.global(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(Share.WHOLE.scale(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
        assertThat(Share.WHOLE.fraction()).isEqualTo(1);
        assertThat(Share.of("1/3:2/3", "").fraction()).isCloseTo(1 / 3.0, within(1e-15));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            0:1/2   | 1                  | at least 2 points are needed for an execution segment sequence, 1 given
            1/2:3/4 | 0,1/2,1            | provided segment 1/2:3/4 can't be found in sequence 0,1/2,1
            1/2:3/4 | 0, 50%, 100%       | provided segment 1/2:3/4 can't be found in sequence 0,1/2,1
            ""      | 0,1/2,1            | provided segment 0:1 can't be found in sequence 0,1/2,1
            0:1/2   | 0,1/2,1/3,1        | segment start(0.50) must be less than its end(0.33)
            0:1/2   | 0,1/2,3/2          | segment end value can't be more than 1 but was 1.50
            0:1/2   | -1/2,1/2,1         | segment start value must be at least 0 but was -0.50
            0:1/2   | 0,1/2,,1           | '' is not a valid percentage, decimal, fraction or interval value
            0:1/2   | 0,1/2,1.5%         | '1.5%' is not a valid percentage
            """)
    void of_rejectsSequencesWithTheTextsOfK6(String segment, String sequence, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Share.of(segment, sequence))
                .withMessage(message);
    }

    @Test
    void of_rejectsAPatternThatWouldFillTheMemory() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Share.of("1/10000019", ""))
                .withMessage("the execution segments have no common denominator up to 10000000, but 10000019;"
                        + " use simpler fractions");
    }

    /** Iterations follow the virtual users, not the segments' lengths. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0,1/2,3/4,1 | 0:1/2   | 3 | 0:2/3   | 10 | 7
            0,1/2,3/4,1 | 1/2:3/4 | 3 | 2/3:1   | 10 | 3
            0,1/2,3/4,1 | 0:1/2   | 5 | 0:3/5   | 7  | 4
            0,1/2,3/4,1 | 1/2:3/4 | 5 | 3/5:4/5 | 7  | 2
            0,1/2,3/4,1 | 3/4:1   | 5 | 4/5:1   | 7  | 1
            0,1/2,3/4,1 | 0:1/2   | 6 | 0:1/2   | 12 | 6
            0,1/2,3/4,1 | 1/2:3/4 | 6 | 1/2:5/6 | 12 | 4
            0,1/2,3/4,1 | 3/4:1   | 6 | 5/6:1   | 12 | 2
            0,1/2,1     | 0:1/2   | 3 | 0:2/3   | 9  | 6
            0,1/2,1     | 1/2:1   | 1 |         |    |
            """)
    void inProportionTo_followsWhatTheOthersHave(
            String sequence, String segment, int value, String proportion, Long iterations, Long scaled) {
        Share share = Share.of(segment, sequence);
        if (proportion == null) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> share.inProportionTo(value))
                    .withMessage("of 1 the segment 1/2:1 has none");
            return;
        }

        assertThat(share.inProportionTo(value)).hasToString(proportion);
        assertThat(share.inProportionTo(value).scale(iterations)).isEqualTo(scaled);
    }

    private static String text(LongStream numbers) {
        return numbers.mapToObj(Long::toString).collect(Collectors.joining(" "));
    }
}
