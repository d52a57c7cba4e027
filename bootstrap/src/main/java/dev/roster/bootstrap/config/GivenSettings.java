package dev.roster.bootstrap.config;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The texts of the settings, from flags, the environment and the files of secrets. Each file is read once. */
final class GivenSettings {

    private final Map<Setting, String> flags;
    private final Map<String, String> environment;
    private final Map<Setting, String> fileContents = new EnumMap<>(Setting.class);
    private final Set<Setting> unreadable = EnumSet.noneOf(Setting.class);

    /**
     * @param errors receives the errors of files that cannot be read
     */
    GivenSettings(Map<Setting, String> flags, Map<String, String> environment, List<String> errors) {
        this.flags = flags;
        this.environment = environment;
        for (Setting setting : Setting.values()) {
            setting.file().filter(file -> !given(file).isEmpty()).ifPresent(file -> readFile(setting, file, errors));
        }
    }

    private void readFile(Setting setting, Setting file, List<String> errors) {
        if (!given(setting).isEmpty()) {
            errors.add(setting + ", " + file + ": only one of the two may be set");
            unreadable.add(setting);
            return;
        }
        try {
            fileContents.put(setting, SecretFile.read(given(file)));
        } catch (IllegalArgumentException refused) {
            errors.add(nameOf(file) + ": must be " + file.acceptedValues() + ", but " + refused.getMessage());
            unreadable.add(setting);
        }
    }

    /** Returns the value of a setting, or its default; empty if there is none. */
    String text(Setting setting) {
        String content = fileContents.get(setting);
        if (content != null) {
            return content;
        }
        String text = given(setting);
        return text.isEmpty() && isUsable(setting) ? setting.defaultValue() : text;
    }

    /** Returns whether a setting has a value, its default included, or an error of its file was reported. */
    boolean isPresent(Setting setting) {
        return !isUsable(setting) || !text(setting).isEmpty();
    }

    /** Returns whether the value of a setting is known. If not, an error was reported. */
    boolean isUsable(Setting setting) {
        return !unreadable.contains(setting);
    }

    /** Returns whether characters of a value were lost when the process was started. */
    boolean isDamaged(Setting setting) {
        return !fileContents.containsKey(setting) && ProcessText.isDamaged(given(setting));
    }

    /** Returns the name of a setting, and where its value is from if that is not the variable of this name. */
    String nameOf(Setting setting) {
        if (fileContents.containsKey(setting)) {
            Setting file = setting.file().orElseThrow();
            return setting + " (" + (flags.containsKey(file) ? file.flag() : file.name()) + ")";
        }
        return flags.containsKey(setting) ? setting + " (" + setting.flag() + ")" : setting.name();
    }

    private String given(Setting setting) {
        String given = flags.getOrDefault(setting, environment.getOrDefault(setting.name(), ""));
        // Every byte of a secret counts. In other settings, surrounding white space is a mistake.
        return setting == Setting.JWT_SECRET ? given : given.strip();
    }
}
