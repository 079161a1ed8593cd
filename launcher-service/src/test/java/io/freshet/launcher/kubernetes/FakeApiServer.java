package io.freshet.launcher.kubernetes;

import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the client library's own mock does not know: the logs of pods, and failing. */
final class FakeApiServer extends KubernetesCrudDispatcher {
    private static final Pattern LOG = Pattern.compile("/api/v1/namespaces/[^/]+/pods/([^/]+)/log(\\?.*)?");

    private final Function<RecordedRequest, MockResponse> faults;
    private final Function<String, String> logs;

    /**
     * @param faults null for a request that is to be answered rightly
     * @param logs by pod, with a time before each line
     */
    FakeApiServer(Function<RecordedRequest, MockResponse> faults, Function<String, String> logs) {
        this.faults = faults;
        this.logs = logs;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        MockResponse fault = faults.apply(request);
        if (fault != null) {
            return fault;
        }
        Matcher log = LOG.matcher(request.getPath());
        // A stream that ends at once: the reader has to begin again and again.
        return log.matches()
                ? new MockResponse().setResponseCode(200).setBody(logs.apply(log.group(1)))
                : super.dispatch(request);
    }
}
