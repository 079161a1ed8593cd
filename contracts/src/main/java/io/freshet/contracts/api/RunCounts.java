package io.freshet.contracts.api;

/**
 * The instances of a run by how they settled; they add up to those the run has reached so far.
 *
 * @param active not settled yet
 * @param executed ran and succeeded
 * @param cached succeeded with linked outputs
 * @param cutOff skipped because nothing upstream changed
 * @param skipped skipped for another reason
 */
public record RunCounts(
        int active,
        int executed,
        int cached,
        int cutOff,
        int skipped,
        int waiting,
        int failed,
        int blocked,
        int cancelled) {
    public int total() {
        return active + executed + cached + cutOff + skipped + waiting + failed + blocked + cancelled;
    }
}
