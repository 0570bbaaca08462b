namespace ServiceDirectory.Core;

/// <summary>
/// Something that the person who runs the directory has to put right. The message says which setting or step, and is meant to
/// be shown as it is.
/// </summary>
public sealed class SettingException(string message, Exception? inner = null) : Exception(message, inner);
