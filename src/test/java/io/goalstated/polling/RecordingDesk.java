package io.goalstated.polling;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Certificates in memory: what a refresh brings is set by the test. */
final class RecordingDesk implements CertificateDesk {
    final Set<String> onDisk = new HashSet<>();
    final Set<String> offered = new HashSet<>();
    final List<String> refreshes = new ArrayList<>();

    @Override
    public Future<Set<String>> missing(Set<String> thumbprints) {
        Set<String> missing = new HashSet<>(thumbprints);
        missing.removeAll(onDisk);
        return Future.succeededFuture(missing);
    }

    @Override
    public Future<List<CertificateSummary>> refresh(String uri) {
        refreshes.add(uri);
        onDisk.addAll(offered);
        return Future.succeededFuture(offered.stream()
                .sorted()
                .map(thumbprint -> new CertificateSummary(thumbprint, true))
                .toList());
    }

    @Override
    public Future<String> document(String uri) {
        return Future.succeededFuture("<RemoteAccess><Users/></RemoteAccess>");
    }
}
