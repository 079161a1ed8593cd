package io.freshet.contracts.api;

import java.time.Instant;
import java.util.Map;

/**
 * A trace: what one cause did.
 *
 * @param trace its id, see {@link io.freshet.contracts.id.TraceIds}
 * @param name what kind of cause it was
 * @param attributes of its root, such as {@code freshet.cause.description}
 * @param startedAt when the cause happened
 * @param endedAt when the last of its spans ended, as far as they are known
 * @param spans how many are known
 * @param errors how many of them failed
 */
public record TraceInfo(
        String trace,
        String name,
        Map<String, String> attributes,
        Instant startedAt,
        Instant endedAt,
        long spans,
        long errors) {}
