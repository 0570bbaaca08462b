namespace ServiceDirectory.Core.Catalogue;

/// <summary>A catalogue file is wrong, which stops the program: a wrong number or word there would mislead every reader.</summary>
/// <param name="file">Name of the file.</param>
/// <param name="entry">The entry in it, by slug or id.</param>
/// <param name="reason">What is wrong, in words.</param>
public sealed class CatalogueException(string file, string entry, string reason, Exception? inner = null)
    : Exception($"{file}, {entry}: {reason}", inner)
{
    public string File { get; } = file;

    public string Entry { get; } = entry;

    public string Reason { get; } = reason;
}
