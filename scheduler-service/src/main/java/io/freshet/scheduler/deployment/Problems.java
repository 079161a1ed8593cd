package io.freshet.scheduler.deployment;

import io.freshet.contracts.api.Problem;
import io.freshet.contracts.api.ProblemException;
import io.freshet.contracts.error.ProblemCode;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.text.ShortText;
import io.freshet.contracts.text.Suggestion;
import io.freshet.contracts.upstream.UpstreamLimits;
import io.freshet.language.bundle.Bundle;
import io.freshet.language.grammar.SpecError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every way in which this service refuses; the codes are documented in the reference of the REST API and never change. */
public final class Problems {
    private static final int MOST_NAMED = 1_000;
    private static final int MOST_SHOWN = 200;

    private Problems() {}

    public static ProblemException invalidBundle(String message) {
        return problem(ProblemCode.INVALID_BUNDLE, message);
    }

    public static ProblemException bundleTooLarge(String message) {
        return problem(ProblemCode.BUNDLE_TOO_LARGE, message);
    }

    public static ProblemException archiveTooLarge() {
        return bundleTooLarge("the archive has more than %d MiB: leave data out".formatted(Bundle.MAX_BYTES >> 20));
    }

    public static ProblemException uploadTooSlow() {
        return problem(
                ProblemCode.UPLOAD_TOO_SLOW,
                "The bundle did not arrive within %d minutes: leave data out, or send it over a faster connection."
                        .formatted(UploadSpace.RECEIVED_WITHIN.toMinutes()));
    }

    public static ProblemException diskAlmostFull(String message) {
        return problem(ProblemCode.DISK_ALMOST_FULL, message);
    }

    public static ProblemException queueElsewhere(String namespace) {
        return problem(
                ProblemCode.QUEUE_ELSEWHERE,
                "This scheduler does not admit attempts of namespace '%s' just now, and knows of none that does: ask again in some seconds; where there are several, give each its freshet.scheduler.address."
                        .formatted(namespace));
    }

    public static ProblemException queueUnreachable(String namespace, @Nullable String reason) {
        return problem(
                ProblemCode.QUEUE_ELSEWHERE,
                "Another scheduler admits attempts of namespace '%s', and does not answer this one: %s. Ask again in some seconds."
                        .formatted(namespace, reason));
    }

    public static ProblemException tooManyUploads() {
        return problem(
                ProblemCode.TOO_MANY_UPLOADS,
                "%d bundles are being received or deployed, which is as many as this service takes at a time: try again in some seconds."
                        .formatted(UploadSpace.MAX_UPLOADS));
    }

    public static ProblemException invalidWorkflow(List<SpecError> errors) {
        List<Problem.Detail> details = errors.stream()
                .map(error -> new Problem.Detail(
                        error.message(),
                        error.file(),
                        error.line(),
                        error.column(),
                        error.code().toString(),
                        error.hint()))
                .toList();
        String count = errors.size() == 1 ? "one error" : errors.size() + " errors";
        return new ProblemException(Problem.of(
                ProblemCode.INVALID_WORKFLOW,
                "The workflow has %s and was not deployed: correct it and deploy again.".formatted(count),
                details));
    }

    public static ProblemException noSchedule(WorkflowRef workflow, String schedule) {
        return problem(
                ProblemCode.SCHEDULE_NOT_FOUND,
                "Workflow '%s' has no schedule '%s' in the version that is deployed, or is not deployed."
                        .formatted(workflow, schedule));
    }

    public static ProblemException noTrigger(WorkflowRef workflow, String trigger) {
        return problem(
                ProblemCode.TRIGGER_NOT_FOUND,
                "Workflow '%s' has no event trigger '%s' in the version that is deployed, or is not deployed."
                        .formatted(workflow, trigger));
    }

    /** Says nothing that a stranger might like to know. */
    public static ProblemException unsignedDelivery() {
        return problem(
                ProblemCode.DELIVERY_UNSIGNED,
                "There is no webhook at this path, or the request is not signed with its secret: 'freshet webhooks' shows where to look.");
    }

    public static ProblemException invalidDelivery(String reason) {
        return problem(ProblemCode.INVALID_DELIVERY, "The delivery was not taken: %s.".formatted(reason));
    }

    public static ProblemException deliveryTooLarge() {
        return problem(
                ProblemCode.REQUEST_TOO_LARGE,
                "The delivery has more than %,d bytes: let the sender leave something out."
                        .formatted(UpstreamLimits.MAX_DATA_BYTES));
    }

    public static ProblemException tooManyDeliveries() {
        return problem(
                ProblemCode.TOO_MANY_EVENTS,
                "Too much has to get onto the log first: send the delivery again, as it is, after Retry-After.");
    }

    public static ProblemException noWebhook(WorkflowRef workflow, String webhook) {
        return problem(
                ProblemCode.WEBHOOK_NOT_FOUND,
                "Workflow '%s' has no webhook '%s' in the version that is deployed, or is not deployed."
                        .formatted(workflow, webhook));
    }

    public static ProblemException noDelivery(WorkflowRef workflow, String webhook, String delivery) {
        return problem(
                ProblemCode.DELIVERY_NOT_FOUND,
                "Webhook '%s' of workflow '%s' has taken no delivery '%s', or does not remember it."
                        .formatted(webhook, workflow, ShortText.of(delivery, MOST_SHOWN)));
    }

    public static ProblemException noReplay(String replay) {
        return problem(
                ProblemCode.REPLAY_NOT_FOUND,
                "No replay has the id '%s', or exactly one that begins so: 'freshet replay list' shows them."
                        .formatted(replay));
    }

    public static ProblemException invalidDeadLetterOrder(String error) {
        return problem(ProblemCode.INVALID_DEAD_LETTER_ORDER, "Nothing was decided: %s.".formatted(error));
    }

    public static ProblemException invalidReplay(List<String> errors) {
        List<Problem.Detail> details = errors.stream()
                .map(error -> new Problem.Detail(error, null, null, null))
                .toList();
        return new ProblemException(Problem.of(ProblemCode.INVALID_REPLAY, String.join("; ", errors), details));
    }

    public static ProblemException invalidRunOrder(List<String> errors) {
        List<Problem.Detail> details = errors.stream()
                .map(error -> new Problem.Detail(error, null, null, null))
                .toList();
        return new ProblemException(Problem.of(ProblemCode.INVALID_RUN_ORDER, String.join("; ", errors), details));
    }

    /**
     * @param definitions names the workflows that are there
     */
    public static ProblemException noWorkflow(WorkflowRef workflow, DefinitionStore definitions) {
        List<String> deployed = definitions.workflows(workflow.namespace(), null, MOST_NAMED).items().stream()
                .map(definition -> definition.workflow().workflow())
                .toList();
        return problem(
                ProblemCode.WORKFLOW_NOT_FOUND,
                "Workflow '%s' is not deployed in namespace '%s': %s"
                        .formatted(
                                workflow.workflow(),
                                workflow.namespace(),
                                deployed.isEmpty()
                                        ? "no workflow is."
                                        : Suggestion.hint(workflow.workflow(), deployed)));
    }

    public static ProblemException noVersion(WorkflowRef workflow) {
        return problem(ProblemCode.VERSION_NOT_FOUND, "There is no such version of workflow '%s'.".formatted(workflow));
    }

    public static ProblemException noTask(InstanceRef instance) {
        return problem(
                ProblemCode.TASK_NOT_FOUND,
                "Workflow '%s' has no task '%s'.".formatted(instance.workflowRef(), instance.task()));
    }

    public static ProblemException noPool(String namespace, String pool) {
        return problem(
                ProblemCode.POOL_NOT_FOUND,
                "Nobody defined pool '%s' of namespace '%s': it has the installation's default size. PUT it to give it another."
                        .formatted(pool, namespace));
    }

    public static ProblemException datasetInUse(DatasetRef dataset, WorkflowRef workflow) {
        return problem(
                ProblemCode.DATASET_IN_USE,
                "Workflow '%s' declares dataset '%s', so it is no orphan and was not removed: deploy the workflow without it, or remove the workflow, first."
                        .formatted(workflow, dataset));
    }

    public static ProblemException neverProduced(DatasetRef dataset) {
        return problem(
                ProblemCode.DATASET_NEVER_PRODUCED,
                "No version of any workflow ever produced dataset '%s', so there is nothing to remove: look at the names that 'freshet orphans' lists."
                        .formatted(dataset));
    }

    public static ProblemException contradicted(String requestId) {
        return problem(
                ProblemCode.IDEMPOTENCY_KEY_REUSED,
                "Something else was asked for with Idempotency-Key '%s': use a new key.".formatted(requestId));
    }

    public static ProblemException badRequest(ProblemCode code, String message) {
        return problem(code, message);
    }

    public static ProblemException publicationRefused(String error) {
        return problem(
                ProblemCode.PUBLICATION_REFUSED,
                "It was kept, but Kafka refuses the record for good, so nothing will come of it: make it smaller, or see the limits of the topics, and send it again. Kafka says: %s"
                        .formatted(error));
    }

    public static ProblemException busy() {
        return problem(
                ProblemCode.TOO_MANY_DEPLOYMENTS,
                "Other bundles are being deployed, and their turn took too long: try again in some seconds.");
    }

    private static ProblemException problem(ProblemCode code, String detail) {
        return new ProblemException(Problem.of(code, detail));
    }
}
