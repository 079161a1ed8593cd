package io.freshet.launcher.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.freshet.launcher.pod.TaskPod;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** Does with pods what a kubelet does, with processes of this machine in the place of containers. */
final class FakeKubelet implements AutoCloseable {

    private final KubernetesClient client;
    private final String namespace;
    private final Map<String, Process> processes = new ConcurrentHashMap<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final Map<String, StringBuilder> logs = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SharedIndexInformer<Pod> informer;

    FakeKubelet(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        this.informer = client.pods().inNamespace(namespace).inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {
                threads.execute(() -> added(pod));
            }

            @Override
            public void onUpdate(Pod before, Pod after) {
                if (after.getMetadata().getDeletionTimestamp() != null) {
                    threads.execute(() -> deleted(after));
                }
            }

            @Override
            public void onDelete(Pod pod, boolean stateUnknown) {
                threads.execute(() -> deleted(pod));
            }
        });
    }

    /** What the container has printed, each line with its time. */
    String log(String pod) {
        StringBuilder log = logs.get(pod);
        if (log == null) {
            return "";
        }
        synchronized (log) {
            return log.toString();
        }
    }

    private void added(Pod pod) {
        Container task = pod.getSpec().getContainers().getFirst();
        boolean selected = pod.getSpec().getNodeSelector() == null
                || pod.getSpec().getNodeSelector().isEmpty();
        boolean known = !task.getImage().equals(FakeCluster.UNKNOWN_IMAGE);
        if (task.getImage().equals(FakeCluster.INSTANT_IMAGE)) {
            pretend(pod);
        } else if (selected && known) {
            run(pod, task);
        } else if (selected) {
            status(pod, "Pending", state -> state.withNewWaiting("no such image", "ImagePullBackOff"));
        }
    }

    /** Lets the pod have run and succeeded, without running anything. */
    void pretend(Pod pod) {
        String at = Instant.now().toString();
        logs.computeIfAbsent(pod.getMetadata().getName(), _ -> new StringBuilder(at + " done\n"));
        status(
                pod,
                "Succeeded",
                state -> state.withNewTerminated()
                        .withExitCode(0)
                        .withReason("Completed")
                        .withStartedAt(at)
                        .withFinishedAt(at)
                        .endTerminated());
    }

    private void run(Pod pod, Container task) {
        String name = pod.getMetadata().getName();
        StringBuilder log = logs.computeIfAbsent(name, _ -> new StringBuilder());
        String startedAt = Instant.now().toString();
        try {
            ProcessBuilder builder = new ProcessBuilder(
                            task.getCommand().stream().map(TaskPod::expanded).toList())
                    .directory(new File(task.getWorkingDir()))
                    .redirectErrorStream(true);
            for (EnvVar variable : task.getEnv()) {
                builder.environment().put(variable.getName(), TaskPod.expanded(variable.getValue()));
            }
            if (processes.containsKey(name)) {
                return;
            }
            Process process = builder.start();
            processes.put(name, process);
            if (ended.contains(name)) {
                deleted(pod);
            }
            status(pod, "Running", state -> state.withNewRunning(startedAt));
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    synchronized (log) {
                        log.append(Instant.now()).append(' ').append(line).append('\n');
                    }
                }
            }
            int status = process.waitFor();
            status(
                    pod,
                    status == 0 ? "Succeeded" : "Failed",
                    state -> state.withNewTerminated()
                            .withExitCode(status)
                            .withReason(status == 0 ? "Completed" : "Error")
                            .withStartedAt(startedAt)
                            .withFinishedAt(Instant.now().toString())
                            .endTerminated());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deleted(Pod pod) {
        ended.add(pod.getMetadata().getName());
        Process process = processes.get(pod.getMetadata().getName());
        if (process != null) {
            // The first process of a container is asked first; what it has started here would outlive it.
            List<ProcessHandle> others = process.descendants().toList();
            process.toHandle().destroy();
            others.forEach(ProcessHandle::destroy);
        }
    }

    private void status(Pod pod, String phase, UnaryOperator<ContainerStateBuilder> state) {
        try {
            client.pods()
                    .inNamespace(namespace)
                    .withName(pod.getMetadata().getName())
                    .edit(now -> new PodBuilder(now)
                            .editSpec()
                            .withNodeName("node-1")
                            .endSpec()
                            .editOrNewStatus()
                            .withPhase(phase)
                            .withContainerStatuses(new ContainerStatusBuilder()
                                    .withName(TaskPod.TASK)
                                    .withState(state.apply(new ContainerStateBuilder())
                                            .build())
                                    .build())
                            .endStatus()
                            .build());
        } catch (KubernetesClientException | NullPointerException e) {
            // It was removed meanwhile.
        }
    }

    @Override
    public void close() {
        informer.close();
        processes.values().forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
        threads.shutdownNow();
        client.close();
    }
}
