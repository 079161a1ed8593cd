package io.freshet.launcher.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.freshet.launcher.pod.KubernetesSettings;
import io.freshet.launcher.pod.PodLabels;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Knows the pods of all launchers from one watch, which the client keeps up through disconnects and expired versions. Thread-safe. */
final class PodWatch implements AutoCloseable {
    private final SharedIndexInformer<Pod> informer;
    private final String namespace;
    private final CompletableFuture<Void> synced;

    /**
     * @param seen receives each pod that is new or changed; must return at once
     * @param gone receives each pod that is no more
     */
    PodWatch(KubernetesClient client, KubernetesSettings settings, Consumer<Pod> seen, Consumer<Pod> gone) {
        this.namespace = settings.namespace();
        this.informer = client.pods()
                .inNamespace(namespace)
                .withLabel(PodLabels.MANAGED_BY, PodLabels.MANAGER)
                .runnableInformer(0);
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {
                seen.accept(pod);
            }

            @Override
            public void onUpdate(Pod before, Pod after) {
                seen.accept(after);
            }

            @Override
            public void onDelete(Pod pod, boolean stateUnknown) {
                gone.accept(pod);
            }
        });
        // A server that is away at the start is away for a while, not for ever.
        informer.exceptionHandler((_, _) -> true);
        this.synced = informer.start().toCompletableFuture();
    }

    /** Returns when all pods that there were at the start are known. */
    void awaitSynced() {
        synced.join();
    }

    boolean isSynced() {
        return informer.hasSynced();
    }

    Optional<Pod> find(String name) {
        return Optional.ofNullable(informer.getStore().getByKey(namespace + "/" + name));
    }

    List<Pod> all() {
        return informer.getStore().list();
    }

    @Override
    public void close() {
        informer.close();
    }
}
