package io.goalstated.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings up the servers of a fake platform. Its documents name the addresses of all servers, so all must listen before
 * the first document is written; until then each has a closed {@link Gate}.
 */
final class Opening {
    private final Vertx vertx;
    private final Dressing dressing;
    private final List<LabServer> servers = new ArrayList<>();
    private final Gate wire = new Gate();
    private final Gate hostPlugin = new Gate();
    private final Gate blob = new Gate();
    private final Gate imds = new Gate();
    private final Gate admin = new Gate();

    Opening(Vertx vertx, Dressing dressing) {
        this.vertx = vertx;
        this.dressing = dressing;
    }

    Future<FakeAzure> open(Addresses wanted) {
        return listen(wanted.wire(), wire)
                .compose(done -> listen(wanted.hostPlugin(), hostPlugin))
                .compose(done -> listen(wanted.blob(), blob))
                .compose(done -> listen(wanted.imds(), imds))
                .compose(done ->
                        wanted.admin().map(address -> listen(address, admin)).orElseGet(Future::succeededFuture))
                .map(done -> assemble())
                .recover(failure -> closeAll().transform(closed -> Future.failedFuture(failure)));
    }

    private Future<Void> listen(Address address, Gate gate) {
        return LabServer.listen(vertx, address, gate).onSuccess(servers::add).mapEmpty();
    }

    private FakeAzure assemble() {
        Backstage stage = Backstage.create(
                vertx,
                new Addresses(
                        servers.get(0).address(),
                        servers.get(1).address(),
                        servers.get(2).address(),
                        servers.get(3).address(),
                        servers.size() > 4 ? Optional.of(servers.get(4).address()) : Optional.empty()));
        FakeAzure azure = new FakeAzure(stage, servers);
        wire.open(stage.server(Server.WIRE, dressing)::serve);
        hostPlugin.open(stage.server(Server.HOST_PLUGIN, dressing)::serve);
        blob.open(stage.server(Server.BLOB, dressing)::serve);
        imds.open(stage.server(Server.IMDS, dressing)::serve);
        admin.open(new AdminServer(vertx, azure)::serve);
        return azure;
    }

    private Future<Void> closeAll() {
        return Future.join(servers.stream().map(LabServer::close).toList()).mapEmpty();
    }
}
