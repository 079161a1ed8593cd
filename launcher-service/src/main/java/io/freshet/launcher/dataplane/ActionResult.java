package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.Outcome.OutputPartition;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What an action made, as kept under its key.
 *
 * @param attempt that did the work
 * @param results small values by name, as JSON text
 * @param inputs that it read, to find later what changed since, and to do it again
 * @param reusable whether an attempt with the same key may take this instead of doing the work
 */
public record ActionResult(
        Fingerprint actionKey,
        String attempt,
        List<OutputPartition> outputs,
        Map<String, String> results,
        List<AttemptSpec.Input> inputs,
        boolean reusable,
        Instant at) {
    public ActionResult {
        outputs = List.copyOf(outputs);
        results = Map.copyOf(results);
        inputs = List.copyOf(inputs);
    }
}
