package dev.stampede.segments;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sequences of segments for tests of what holds for any of them. */
public final class RandomShares {
    private RandomShares() {}

    /** All shares of a sequence of one to eight segments. */
    public static List<Share> of(Random random) {
        int denominator = random.nextInt(2, 60);
        TreeSet<Integer> points = new TreeSet<>(List.of(0, denominator));
        random.ints(random.nextInt(8), 1, denominator).forEach(points::add);
        List<String> texts = points.stream().map(p -> text(p, denominator)).toList();
        String sequence = texts.stream().collect(Collectors.joining(","));
        return IntStream.range(1, texts.size())
                .mapToObj(i -> Share.of(texts.get(i - 1) + ":" + texts.get(i), sequence))
                .toList();
    }

    private static String text(int numerator, int denominator) {
        return 100 % denominator == 0 ? numerator * (100 / denominator) + "%" : numerator + "/" + denominator;
    }
}
