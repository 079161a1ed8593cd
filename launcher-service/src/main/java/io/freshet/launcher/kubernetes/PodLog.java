package io.freshet.launcher.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.dsl.TailPrettyLoggable;
import io.freshet.launcher.pod.TaskPod;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the log of a pod into the attempt's directory while the pod prints it; begins again where a stream broke off. */
final class PodLog {
    private static final Logger LOG = LoggerFactory.getLogger(PodLog.class);
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final int LAST_TRIES = 5;

    private final KubernetesClient client;
    private final String namespace;
    private final String pod;
    private final Path file;
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * @param file of the attempt's log
     */
    PodLog(KubernetesClient client, String namespace, String pod, Path file) {
        this.client = client;
        this.namespace = namespace;
        this.pod = pod;
        this.file = file;
    }

    /** The command has ended: the rest is to be read. */
    void end() {
        ended.countDown();
    }

    /** Reads all of it; returns how many bytes it has, when the command has ended and no line is left, or cannot be had. */
    long read() throws InterruptedException {
        while (true) {
            try {
                follow(new PodLogFile(file));
                return Files.size(file);
            } catch (IOException e) {
                LOG.atWarn()
                        .addKeyValue("pod", pod)
                        .setCause(e)
                        .log("The log of a pod cannot be written; trying again");
                TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
            }
        }
    }

    private void follow(PodLogFile log) throws IOException, InterruptedException {
        while (ended.getCount() > 0) {
            try (LogWatch watch = from(log).watchLog(log.begin())) {
                CountDownLatch over = new CountDownLatch(1);
                watch.onClose().whenComplete((_, _) -> over.countDown());
                while (over.getCount() > 0 && ended.getCount() > 0) {
                    var _ = over.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
                }
            } catch (KubernetesClientException e) {
                LOG.atDebug().addKeyValue("pod", pod).setCause(e).log("The log of a pod broke off");
            }
            // Not at once: what has just ended may not have been sent yet, and a cluster in trouble is not helped.
            var _ = ended.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
        }
        readRest(log);
    }

    private void readRest(PodLogFile log) throws IOException, InterruptedException {
        String problem = "";
        for (int i = 0; i < LAST_TRIES; i++) {
            try (InputStream rest = from(log).getLogInputStream()) {
                PodLogFile.Stream stream = log.begin();
                rest.transferTo(stream);
                stream.end();
                return;
            } catch (KubernetesClientException | IOException e) {
                problem = e.getMessage();
                LOG.atInfo().addKeyValue("pod", pod).setCause(e).log("The rest of a pod's log cannot be read yet");
                TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
            }
        }
        log.note("[freshet] the rest of the log could not be read from the cluster: " + problem);
    }

    private TailPrettyLoggable from(PodLogFile log) {
        // The API understands whole seconds; what is known of the first one is left out.
        return client.pods()
                .inNamespace(namespace)
                .withName(pod)
                .inContainer(TaskPod.TASK)
                .usingTimestamps()
                .sinceTime(log.since().truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
