/**
 * The settings: {@link dev.daypack.settings.SettingKeys} names every key, {@link dev.daypack.settings.SettingsLoader}
 * gathers their texts from defaults, file, environment and flags, {@link dev.daypack.settings.Settings} is what the
 * program works with.
 */
package dev.daypack.settings;
