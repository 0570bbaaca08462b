using System.Text;

namespace ServiceDirectory.Core.Import;

/// <summary>
/// Reads the table in a file, whatever program wrote it: CSV in any of the usual letters and with any of the usual signs between cells, or
/// XLSX. What the file is, its first bytes say, not its name. Works in memory and within <see cref="SheetLimits"/>: nothing is written to a disk.
/// </summary>
/// <remarks>
/// A formula is never worked out: of an XLSX the value counts that was stored beside it, and in CSV what begins with an equals sign is text.
/// </remarks>
public static class SheetReader
{
    private static ReadOnlySpan<byte> Packed => "PK\u0003\u0004"u8;

    private static ReadOnlySpan<byte> Compound => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    // What people send by mistake: a PDF, a page, a letter, a picture.
    private static readonly byte[][] s_others =
        [[.. "%PDF"u8], [.. "<"u8], [.. "{\\rtf"u8], [0x89, .. "PNG"u8], [0xFF, 0xD8, 0xFF], [.. "GIF8"u8], [0x1F, 0x8B], [.. "Rar!"u8], [.. "7z"u8], [.. "PAR1"u8]];

    /// <exception cref="SheetException">It cannot be read; the exception says why, and where.</exception>
    public static Sheet Read(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Length > SheetLimits.Bytes)
            throw new SheetException(SheetFault.TooLarge);
        if (file.Length == 0)
            throw new SheetException(SheetFault.Empty);
        if (file.AsSpan().StartsWith(Packed))
            return XlsxSheet.Read(file);
        if (file.AsSpan().StartsWith(Compound))
            throw new SheetException(file.AsSpan().IndexOf(Encoding.Unicode.GetBytes("EncryptedPackage")) >= 0 ? SheetFault.Password : SheetFault.OldExcel);
        if (s_others.Any(start => file.AsSpan().StartsWith(start)))
            throw new SheetException(SheetFault.NotASheet);
        return CsvSheet.Read(file);
    }
}
