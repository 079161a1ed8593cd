package io.freshet.contracts.spec;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.text.ShortText;
import java.util.Collection;

/**
 * How many attempts of equal key may run at once.
 *
 * @param key made of the values of a partition, such as <code>{source}</code>; it has at least one dimension and no glob
 * @param max 1 or more
 */
public record ConcurrencySpec(Layout key, int max) {
    /** Whether every partition with these dimensions has a key. */
    public boolean fits(Collection<Dimension> dimensions) {
        return key.dimensions().stream()
                .allMatch(dimension -> dimensions.stream().anyMatch(dimension::isDeterminedBy));
    }

    private static final int LONGEST_KEY = 255;

    /** Of a longer one, so much is kept for people; a hash of the whole tells it from others. */
    private static final int LEGIBLE = 180;

    /**
     * The key of a partition, of at most {@value #LONGEST_KEY} characters.
     *
     * @throws IllegalArgumentException if the partition lacks a dimension of it
     */
    public String keyOf(PartitionKey partition) {
        String whole = key.format(partition);
        return whole.length() <= LONGEST_KEY ? whole : ShortText.of(whole, LEGIBLE) + " " + Sha256.of(whole);
    }
}
