package io.freshet.launcher.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.domain.ProcessEnd;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class PodStatusReaderTest {
    private static final Instant CREATED = Instant.parse("2026-01-05T06:00:00Z");
    private static final Instant SOON = CREATED.plusSeconds(5);
    private static final PodStatusReader READER =
            new PodStatusReader(new PodTimeouts(Duration.ofMinutes(10), Duration.ofMinutes(1)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | its node node-1 prepares its pod: pulls the image, mounts volumes",
                "phase: Pending, containerStatuses: [{name: task, state: {waiting: {reason: ContainerCreating}}}] | its node node-1 prepares its pod: pulls the image, mounts volumes",
                "phase: Pending, containerStatuses: [{name: task, state: {waiting: {reason: ErrImagePull, message: no route}}}] | its image could not be pulled, which is tried again: no route",
                "phase: Pending, conditions: [{type: PodScheduled, status: 'False', message: 0/3 nodes are available}] | no node takes its pod: 0/3 nodes are available",
                "phase: Pending, initContainerStatuses: [{name: fetch, state: {running: {}}}] | an init container of its pod runs"
            })
    void says_what_a_command_waits_for(String status, String why) {
        assertEquals(new PodObservation.Waiting(why), read(pod("", status), SOON));
    }

    @Test
    void tells_where_and_as_whom_a_command_runs() {
        PodObservation reading = read(
                pod(
                        "",
                        "phase: Running, containerStatuses: [{name: task, state: {running: {startedAt: '2026-01-05T06:00:03Z'}}}]"),
                SOON);

        var process = assertInstanceOf(PodObservation.Running.class, reading).process();
        assertEquals("node-1", process.host());
        assertEquals("copy-1", process.process());
        assertEquals("20001", process.user());
        assertEquals(Instant.parse("2026-01-05T06:00:03Z"), process.at());
    }

    @ParameterizedTest
    @CsvSource({"0,Completed,false", "3,Error,false", "137,OOMKilled,true", "137,Error,false"})
    void tells_with_what_status_it_ended(int status, String reason, boolean outOfMemory) {
        PodObservation.Over over =
                over(pod("", "phase: Failed, containerStatuses: [" + terminated(status, reason) + "]"));

        assertEquals(new ProcessEnd.Exited(status, outOfMemory), over.end());
        assertEquals(Instant.parse("2026-01-05T06:00:04Z"), over.at());
    }

    @ParameterizedTest
    @CsvSource({
        "Evicted,EVICTED",
        "Preempting,EVICTED",
        "NodeShutdown,NODE_LOST",
        "Terminated,NODE_LOST",
    })
    void tells_what_ended_a_pod_from_outside(String reason, FailureKind kind) {
        PodObservation.Over over = over(pod(
                "",
                "phase: Failed, reason: %s, message: 'The node was low on memory.', containerStatuses: [%s]"
                        .formatted(reason, terminated(137, "Error"))));

        ProcessEnd.Failed failed = assertInstanceOf(ProcessEnd.Failed.class, over.end());
        assertEquals(kind, failed.kind());
        assertEquals(137, failed.status());
        assertTrue(failed.message().contains("low on memory"), failed.message());
    }

    @ParameterizedTest
    @CsvSource({
        "PreemptionByScheduler,EVICTED",
        "EvictionByEvictionAPI,EVICTED",
        "TerminationByKubelet,EVICTED",
        "DeletionByTaintManager,NODE_LOST",
    })
    void knows_the_conditions_of_disruptions(String reason, FailureKind kind) {
        PodObservation.Over over = over(pod(
                "",
                "phase: Failed, conditions: [{type: DisruptionTarget, status: 'True', reason: %s}], containerStatuses: [%s]"
                        .formatted(reason, terminated(143, "Error"))));

        assertEquals(kind, assertInstanceOf(ProcessEnd.Failed.class, over.end()).kind());
    }

    @Test
    void lets_a_command_succeed_that_ended_well_while_its_pod_was_evicted() {
        PodObservation.Over over = over(pod(
                "deletionTimestamp: '2026-01-05T06:00:30Z'",
                "phase: Succeeded, conditions: [{type: DisruptionTarget, status: 'True', reason: EvictionByEvictionAPI}],"
                        + " containerStatuses: [" + terminated(0, "Completed") + "]"));

        assertEquals(new ProcessEnd.Exited(0, false), over.end());
    }

    @Test
    void tells_that_somebody_deleted_the_pod() {
        PodObservation.Over over = over(pod(
                "deletionTimestamp: '2026-01-05T06:00:30Z'",
                "phase: Failed, containerStatuses: [" + terminated(143, "Error") + "]"));

        assertEquals(
                FailureKind.EVICTED,
                assertInstanceOf(ProcessEnd.Failed.class, over.end()).kind());
    }

    @Test
    void gives_up_a_pod_whose_node_says_nothing_of_its_end() {
        Pod pod = pod(
                "deletionTimestamp: '2026-01-05T06:00:30Z'",
                "phase: Running, containerStatuses: [{name: task, state: {running: {startedAt: '2026-01-05T06:00:03Z'}}}]");

        assertInstanceOf(PodObservation.Running.class, read(pod, CREATED.plusSeconds(89)));
        PodObservation.Over over = assertInstanceOf(PodObservation.Over.class, read(pod, CREATED.plusSeconds(91)));
        assertEquals(
                FailureKind.NODE_LOST,
                assertInstanceOf(ProcessEnd.Failed.class, over.end()).kind());
    }

    @ParameterizedTest
    @CsvSource({
        "ImagePullBackOff,IMAGE",
        "ErrImageNeverPull,IMAGE",
        "InvalidImageName,IMAGE",
        "CreateContainerConfigError,LAUNCH",
        "RunContainerError,LAUNCH",
    })
    void tells_why_a_container_cannot_be_made(String reason, FailureKind kind) {
        PodObservation.Unstartable unstartable =
                unstartable(pod("", "phase: Pending, containerStatuses: [" + waiting(reason) + "]"), SOON);

        assertEquals(kind, unstartable.kind());
        assertTrue(unstartable.message().contains("why " + reason), unstartable.message());
    }

    @Test
    void says_with_what_status_a_command_could_not_be_started() {
        PodObservation.Unstartable unstartable = unstartable(
                pod(
                        "",
                        "phase: Failed, containerStatuses: [{name: task, state: {terminated: {exitCode: 128, reason:"
                                + " StartError, message: 'exec: no such file', startedAt: '1970-01-01T00:00:00Z'}}}]"),
                SOON);

        assertEquals(FailureKind.EXIT, unstartable.kind());
        assertEquals(128, unstartable.exitCode());
    }

    @Test
    void says_which_init_container_failed() {
        PodObservation.Unstartable unstartable = unstartable(
                pod(
                        "",
                        "phase: Failed, initContainerStatuses: [{name: fetch, state: {terminated: {exitCode: 2, reason:"
                                + " Error}}}], containerStatuses: [" + waiting("PodInitializing") + "]"),
                SOON);

        assertEquals(FailureKind.EXIT, unstartable.kind());
        assertEquals("the init container 'fetch' ended with status 2", unstartable.message());
    }

    @Test
    void gives_up_what_finds_no_node_for_too_long() {
        Pod pod = pod(
                "",
                "phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: '0/3"
                        + " nodes are available'}]");

        assertInstanceOf(PodObservation.Waiting.class, read(pod, CREATED.plusSeconds(600)));
        PodObservation.Unstartable unstartable = unstartable(pod, CREATED.plusSeconds(601));
        assertEquals(FailureKind.LAUNCH, unstartable.kind());
        assertTrue(unstartable.message().contains("0/3 nodes are available"), unstartable.message());
    }

    @Test
    void tells_that_a_pod_ended_before_its_command_ran() {
        PodObservation.Unstartable unstartable =
                unstartable(pod("", "phase: Failed, reason: Evicted, message: 'low on disk'"), SOON);

        assertEquals(FailureKind.EVICTED, unstartable.kind());
        assertTrue(unstartable.message().contains("low on disk"), unstartable.message());
    }

    private static PodObservation read(Pod pod, Instant now) {
        return READER.read(pod, now, waits(pod, now));
    }

    /** How long a launcher has seen it wait that was there from the beginning, and has a clock like the server's. */
    public static PodWaits waits(Pod pod, Instant now) {
        String created = pod.getMetadata().getCreationTimestamp();
        String deletion = pod.getMetadata().getDeletionTimestamp();
        return new PodWaits(
                Duration.between(Instant.parse(created), now),
                deletion == null ? null : Duration.between(Instant.parse(deletion), now));
    }

    private static PodObservation.Over over(Pod pod) {
        return assertInstanceOf(PodObservation.Over.class, read(pod, SOON));
    }

    private static PodObservation.Unstartable unstartable(Pod pod, Instant now) {
        return assertInstanceOf(PodObservation.Unstartable.class, read(pod, now));
    }

    private static String waiting(String reason) {
        return "{name: task, state: {waiting: {reason: %s, message: why %s}}}".formatted(reason, reason);
    }

    private static String terminated(int status, String reason) {
        return ("{name: task, state: {terminated: {exitCode: %d, reason: %s, startedAt: '2026-01-05T06:00:03Z',"
                        + " finishedAt: '2026-01-05T06:00:04Z'}}}")
                .formatted(status, reason);
    }

    private static Pod pod(String metadata, String status) {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {name: copy-1, creationTimestamp: '2026-01-05T06:00:00Z', %s}
                spec: {nodeName: node-1, securityContext: {runAsUser: 20001}}
                status: {%s}
                """.formatted(metadata, status), Pod.class);
    }
}
