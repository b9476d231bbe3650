package dev.stampede.output.cloud.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What entries, laid over each other in their order, come to. (k6: {@code cloudapi/config.go}, {@code Config.Apply}.)
 *
 * @param values what counts
 * @param unreadable a problem for each setting of which the last entry cannot be read
 */
record Settled(Map<CloudSetting, Value> values, Map<CloudSetting, String> unreadable) {
    static final String DEFAULT = "default";

    /**
     * A value that was read: a String, Long, Boolean or Duration.
     *
     * @param entry null for a default
     */
    record Value(Object value, @Nullable Entry entry) {
        String source() {
            return entry == null ? DEFAULT : entry.source();
        }
    }

    static Settled of(List<Entry> entries) {
        Settled settled = new Settled(new EnumMap<>(CloudSetting.class), new EnumMap<>(CloudSetting.class));
        for (CloudSetting setting : CloudSetting.values()) {
            String standard = setting.standard();
            if (standard != null) {
                settled.values.put(setting, new Value(setting.parse(standard), null));
            }
        }
        boolean pushesToARunOfOthers = entries.stream().anyMatch(entry -> entry.setting() == CloudSetting.PUSH_REF_ID);
        Secrets secrets = Secrets.of(entries);
        for (Entry entry : entries) {
            if (!entry.setting().isOfARunOfOthers() || pushesToARunOfOthers || entry.isOfTheService()) {
                settled.lay(entry, secrets);
            }
        }
        return settled;
    }

    private void lay(Entry entry, Secrets secrets) {
        CloudSetting setting = entry.setting();
        if (setting == CloudSetting.STACK_URL && values.containsKey(setting)) {
            return; // as in k6, where the first one counts
        }
        try {
            Object value = setting.parse(entry.text());
            if (entry.place() == Entry.Place.OPTIONS || !setting.isIgnored(value)) {
                values.put(setting, new Value(value, entry));
            }
            unreadable.remove(setting);
        } catch (IllegalArgumentException e) {
            Value before = values.get(setting);
            unreadable.put(
                    setting,
                    setting.key() + " must be " + setting.expected() + " but was '" + secrets.masked(entry.text())
                            + "' (from " + entry.source() + "). Correct it, or remove it to use "
                            + (before == null
                                    ? "none"
                                    : setting.show(before.value, secrets) + " (" + before.source() + ")")
                            + ".");
        }
    }
}
