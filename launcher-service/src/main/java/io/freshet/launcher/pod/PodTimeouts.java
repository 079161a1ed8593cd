package io.freshet.launcher.pod;

import java.time.Duration;

/**
 * How long is waited for what may come right by itself.
 *
 * @param pending until the command of a pod runs, from when this launcher first saw the pod
 * @param ending until the kubelet reports the end of a command whose pod is being deleted, from when this launcher saw that it was due
 */
public record PodTimeouts(Duration pending, Duration ending) {
    /** The same, where the command does not run: a kubelet starts nothing in a pod that is being deleted, and some never say more of it. */
    static final Duration UNSTARTED = Duration.ofSeconds(5);
}
