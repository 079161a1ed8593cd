package io.fabric8.kubernetes.client;

/** Stands for the client of Kubernetes, which the kit itself does not have. */
public interface ClientOfCluster {}
