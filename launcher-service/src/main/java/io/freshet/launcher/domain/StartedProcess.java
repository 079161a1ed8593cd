package io.freshet.launcher.domain;

import java.time.Instant;

/**
 * What began for an attempt. The same after a restart of the launcher, so that a second report of it says the same.
 *
 * @param host where it runs
 * @param process the process id or pod name
 * @param user the identity it runs as
 * @param at when it was started
 */
public record StartedProcess(String host, String process, String user, Instant at) {}
