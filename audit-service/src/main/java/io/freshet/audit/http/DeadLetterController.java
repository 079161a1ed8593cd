package io.freshet.audit.http;

import io.freshet.audit.jdbc.read.DeadLetterQueries;
import io.freshet.contracts.api.DeadLetterInfo;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.event.SourceRecord;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Records that were rejected, and what was decided about them. */
@Controller("/api/v1/dead-letters")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DeadLetterController {
    private final DeadLetterQueries letters;

    DeadLetterController(DeadLetterQueries letters) {
        this.letters = letters;
    }

    @Get
    Page<DeadLetterInfo> list(HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        DeadLetterQueries.Wanted wanted = new DeadLetterQueries.Wanted(
                parameters.name("topic"),
                parameters.name("namespace"),
                parameters.name("workflow"),
                parameters.name("reason"),
                parameters.oneOf("state", DeadLetterInfo.State.class));
        return Parameters.page(
                letters.list(wanted, parameters.slice(SortKey.TIME, SortKey.TEXT, SortKey.INDEX, SortKey.NUMBER)));
    }

    /** @param place such as {@code freshet.run-requests-0@17} */
    @Get("/{place}")
    DeadLetterInfo get(String place) {
        SourceRecord record;
        try {
            record = SourceRecord.parse(place);
        } catch (IllegalArgumentException e) {
            throw Problems.notFound("dead letter", place);
        }
        return letters.at(record).orElseThrow(() -> Problems.notFound("dead letter", place));
    }
}
