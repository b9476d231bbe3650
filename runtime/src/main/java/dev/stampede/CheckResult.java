package dev.stampede;

/**
 * How often one check held.
 *
 * @param group path of the group it is in, such as {@code ::front::cart}; empty outside of groups
 * @param name its name
 * @param passes how often it held
 * @param fails how often it did not
 * @param detail of the first failure: what its assertion said, if it is one; then, on a line of its own, the HTTP call that
 *     came before it in the iteration, and the virtual user and iteration. At most 200 checks have one; empty otherwise
 */
public record CheckResult(String group, String name, long passes, long fails, String detail) {

    /** Whether it always held. */
    public boolean passed() {
        return fails == 0;
    }

    /** How often it held, from 0 to 1; 1 when it was never made. */
    public double rate() {
        long all = passes + fails;
        return all == 0 ? 1 : (double) passes / all;
    }
}
