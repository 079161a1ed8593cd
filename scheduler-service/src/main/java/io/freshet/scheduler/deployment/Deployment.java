package io.freshet.scheduler.deployment;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.language.ParseResult;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * A valid bundle that somebody wants deployed.
 *
 * @param bundle its identity
 * @param zip a file with its zip, packed so that equal bundles have equal bytes
 * @param code per task, the manifest of its code, which is in the storage root already
 * @param calendars the days in the files of schedules' calendars, by path
 */
public record Deployment(
        WorkflowRef workflow,
        Fingerprint bundle,
        Path zip,
        ParseResult.Parsed parsed,
        Map<String, Fingerprint> code,
        Map<String, List<LocalDate>> calendars,
        String user,
        Instant at) {}
