package io.freshet.audit.delivery;

import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.AlertSpec;
import java.time.Instant;

/**
 * A message that is to be sent now.
 *
 * @param id the same with each attempt: by it a receiver knows what it has got before
 * @param title one line for people
 * @param body the same with each attempt
 * @param attempt counts the attempts, from 1
 * @param at when it is sent
 */
public record Delivery(
        String id,
        WorkflowRef workflow,
        AlertSpec.Channel channel,
        String title,
        String body,
        int attempt,
        Instant at) {}
