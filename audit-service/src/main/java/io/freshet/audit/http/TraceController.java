package io.freshet.audit.http;

import io.freshet.audit.jdbc.read.TraceQueries;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.TraceDetail;
import io.freshet.contracts.api.TraceInfo;
import io.freshet.contracts.api.WantedTraces;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;

/** Traces: what causes did. */
@Controller("/api/v1/traces")
@ExecuteOn(TaskExecutors.BLOCKING)
final class TraceController {
    private static final Duration LONGEST = Duration.ofDays(366);

    private final TraceQueries traces;
    private final Names names;

    TraceController(TraceQueries traces, Names names) {
        this.traces = traces;
        this.names = names;
    }

    @Get
    Page<TraceInfo> list(HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        String run = parameters.name("run");
        InstanceRef instance = parameters.parsed("instance", InstanceRef::parse);
        WantedTraces wanted = new WantedTraces(
                run == null ? null : names.run(run),
                instance == null ? null : names.instance(instance),
                parameters.parsed("dataset", DatasetRef::parse),
                parameters.duration("minDuration", Duration.ZERO, LONGEST),
                parameters.flag("error"),
                parameters.time("from"),
                parameters.time("to"));
        return Parameters.page(traces.list(wanted, parameters.slice(SortKey.TIME, SortKey.TEXT)));
    }

    @Get("/{trace}")
    TraceDetail find(String trace) {
        String id = Names.trace(trace, traces.matching(trace));
        return traces.find(id).orElseThrow(() -> Problems.notFound("trace", id));
    }
}
