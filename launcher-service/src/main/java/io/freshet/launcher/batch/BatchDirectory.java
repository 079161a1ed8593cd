package io.freshet.launcher.batch;

import java.nio.file.Path;

/**
 * What a launcher and the pod of a batch write for each other, in a directory beside those of the attempts.
 *
 * <pre>
 * attempts/pod/orders/            seen by the pod, which cannot write it
 * attempts/pod/orders/batch.sh    works through the attempts
 * attempts/pod/orders/list        attempts, one a line
 * attempts/pod/orders/attempt.sh  runs the command of one; without it the attempt is not the pod's
 * attempts/pod/orders/stop/attempt   it is to end, or not to begin
 * attempts/pod/reports            what the pod reports, written by itself
 * attempts/pod/log                what of that the cluster has passed on to the launcher, earlier as a rule
 * attempts/attempt/pod            the name of the pod that the attempt was given to, which may not exist yet
 * batches/pod                     attempts, one a line; there before anything else of the batch, and until all of that is removed
 * </pre>
 */
public record BatchDirectory(Path path) {
    Path orders() {
        return path.resolve("orders");
    }

    Path worker() {
        return orders().resolve("batch.sh");
    }

    Path list() {
        return orders().resolve("list");
    }

    Path order(String attempt) {
        return orders().resolve(attempt + ".sh");
    }

    Path stops() {
        return orders().resolve("stop");
    }

    public Path progress() {
        return path.resolve("reports");
    }

    Path log() {
        return path.resolve("log");
    }
}
