package io.goalstated.supervise;

import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.HandlerStatus;
import io.goalstated.extension.PlaceholderStatus;
import io.goalstated.extension.SettingsFile;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionSettings;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.plan.Item;
import io.goalstated.plan.Step;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Carries out book-keeping steps, and records failures where the platform and a later run look for them. Blocks. */
final class Books {
    private final Equipment equipment;
    private final DiskInventory inventory;
    private final HandlerStore store;
    private final HandlerRemoval removal;

    Books(Equipment equipment, DiskInventory inventory, HandlerStore store, HandlerRemoval removal) {
        this.equipment = equipment;
        this.inventory = inventory;
        this.store = store;
        this.removal = removal;
    }

    /** @param item whose settings are written; empty when an interrupted plan's books are completed */
    void keep(HandlerName handler, Optional<Item> item, List<Step.Booking> steps, boolean multiConfig)
            throws IOException {
        for (Step.Booking step : steps) {
            Entry entry = step.book(new Entries(handler, item, multiConfig));
            entry.write();
        }
    }

    /**
     * Records that an item has failed (spec 02 §5.9): on the handler, on the extension, or on both.
     *
     * @param extensionOnly a multi-config extension's own failure, which leaves the handler's status alone
     */
    void fail(Item item, Step.Fail failure, boolean extensionOnly) throws IOException {
        HandlerLayout layout = equipment.layout(item.name(), failure.version());
        String message = equipment.redact().apply(failure.message());
        boolean dependency = isDependencyFailure(failure);
        if (!extensionOnly
                && !(dependency
                        && item.handler().multiConfig()
                        && inventory.status(layout).isPresent())) {
            store.recordStatus(
                    layout,
                    new HandlerStatus(
                            item.name(),
                            failure.version(),
                            HandlerStatus.NOT_READY,
                            failure.code().number(),
                            Optional.of(message),
                            item.handler().multiConfig()));
        }
        boolean denied = failure.denied() && item.isRequested(RequestedState.ENABLED);
        if (item.settings().isPresent() && (denied || item.handler().multiConfig())) {
            ErrorCode code = extensionOnly ? ErrorCode.UNKNOWN : failure.code();
            String text = extensionOnly
                    ? "Error processing MultiConfig extension " + item.fullName() + ": " + message
                    : message;
            store.writeStatusFile(
                    layout,
                    item.extension(),
                    item.sequenceNumber(),
                    PlaceholderStatus.text(
                            item.fullName(),
                            failure.operation(),
                            code,
                            text,
                            equipment.clock().instant()),
                    denied);
        }
    }

    private static boolean isDependencyFailure(Step.Fail failure) {
        return failure.operation().equals(DEPENDENCY) && !failure.denied();
    }

    /** The operation under which a skipped item is reported. */
    static final String DEPENDENCY = "ExtensionProcessing";

    @FunctionalInterface
    private interface Entry {
        void write() throws IOException;
    }

    private final class Entries implements Step.BookingVisitor<Entry> {
        private final HandlerName handler;
        private final Optional<Item> item;
        private final boolean multiConfig;

        Entries(HandlerName handler, Optional<Item> item, boolean multiConfig) {
            this.handler = handler;
            this.item = item;
            this.multiConfig = multiConfig;
        }

        private HandlerLayout layout(VersionNumber version) {
            return equipment.layout(handler, version);
        }

        @Override
        public Entry recordState(Step.RecordState step) {
            return () -> store.recordState(layout(step.version()), step.state());
        }

        @Override
        public Entry recordStatus(Step.RecordStatus step) {
            String word = step.ready() ? HandlerStatus.READY : HandlerStatus.NOT_READY;
            return () -> store.recordStatus(
                    layout(step.version()),
                    new HandlerStatus(handler, step.version(), word, 0, Optional.of(step.message()), multiConfig));
        }

        @Override
        public Entry recordExtension(Step.RecordExtension step) {
            return () -> store.recordExtension(layout(step.version()), step.extension(), step.enabled());
        }

        @Override
        public Entry forgetExtension(Step.ForgetExtension step) {
            return () -> store.forgetExtension(layout(step.version()), step.extension());
        }

        @Override
        public Entry writeSettings(Step.WriteSettings step) {
            return () -> {
                if (item.isPresent()) {
                    Optional<ExtensionSettings> settings = item.get().settings();
                    store.restoreStatusFile(
                            layout(step.version()),
                            item.get().extension(),
                            item.get().sequenceNumber());
                    store.writeSettings(
                            layout(step.version()),
                            item.get().extension(),
                            item.get().sequenceNumber(),
                            settings.map(Books::text).orElse(""));
                }
            };
        }

        @Override
        public Entry carryOver(Step.CarryOver step) {
            return () -> store.carryOver(layout(step.from()), layout(step.to()));
        }

        @Override
        public Entry remove(Step.Remove step) {
            return () -> removal.remove(layout(step.version()));
        }
    }

    private static String text(ExtensionSettings settings) {
        return SettingsFile.text(settings.publicSettings(), settings.protectedSettings(), settings.thumbprint());
    }
}
