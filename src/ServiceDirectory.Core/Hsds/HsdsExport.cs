using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;

namespace ServiceDirectory.Core.Hsds;

/// <param name="Done">Services that are written, of all tables together.</param>
/// <param name="Total">Of how many.</param>
public readonly record struct HsdsProgress(long Done, long Total);

/// <summary>Writes everything that others may take, a few entries in memory at a time, however many there are.</summary>
public static class HsdsExport
{
    private const string Descriptor = "datapackage.json";

    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true };

    // The first moment that a zip can say.
    private static readonly DateTimeOffset s_noTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly SearchValues<char> s_quoted = SearchValues.Create(",\"\r\n ");

    // RFC 4180; a cell is what it is, whatever it begins with.
    private static readonly CsvConfiguration s_csv = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        InjectionOptions = InjectionOptions.None,
        ShouldQuote = cell => cell.Field.AsSpan().ContainsAny(s_quoted),
    };

    /// <summary>One thing to a line (ndjson).</summary>
    public static async Task WriteLinesAsync<T>(IAsyncEnumerable<T> all, Stream to, IProgress<HsdsProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(all);
        await WriteEachAsync(all, to, "", "\n", "\n", progress, 0, cancellation);
    }

    /// <summary>An array of services, each with everything that belongs to it.</summary>
    public static async Task WriteJsonAsync(HsdsData data, Stream to, IProgress<HsdsProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        long total = progress is null ? 0 : await data.CountServicesAsync(HsdsFilter.None, cancellation);
        await WriteEachAsync(data.AllServicesAsync(HsdsFilter.None, cancellation), to, "[\n", ",\n", "\n]\n", progress, total, cancellation);
    }

    /// <summary>The tables as a zip.</summary>
    public static async Task WriteZipAsync(HsdsData data, DirectoryOptions options, Stream to, IProgress<HsdsProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        await using var later = new LaterStream(to);
        await using (var archive = await ZipArchive.CreateAsync(later, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellation))
            await WriteTablesAsync(data, options, name => Entry(archive, name).OpenAsync(cancellation), progress, cancellation);
        await later.FlushAsync(cancellation);
    }

    /// <summary>Without the minute in which it was made, so that the same data are the same bytes.</summary>
    private static ZipArchiveEntry Entry(ZipArchive archive, string name)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = s_noTime;
        return entry;
    }

    /// <summary>The tables as files, beside what they are.</summary>
    /// <param name="folder">Is made where it is not there. Files of the same names are written over.</param>
    public static Task WriteFolderAsync(HsdsData data, DirectoryOptions options, string folder, IProgress<HsdsProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Directory.CreateDirectory(folder);
        return WriteTablesAsync(data, options, name => Task.FromResult<Stream>(File.Create(Path.Combine(folder, name))), progress, cancellation);
    }

    private static async Task WriteTablesAsync(
        HsdsData data, DirectoryOptions options, Func<string, Task<Stream>> open, IProgress<HsdsProgress>? progress, CancellationToken cancellation)
    {
        await using (var file = await open(Descriptor))
            await file.WriteAsync(Encoding.UTF8.GetBytes(HsdsTables.Describe(options).ToJsonString(s_readable)), cancellation);
        // One table after the other, as a zip is written: the entries are read anew for each rather than kept.
        long done = 0, total = progress is null ? 0 : await data.CountServicesAsync(HsdsFilter.None, cancellation) * HsdsTables.All.Count(table => table.Rows is not null);
        foreach (var table in HsdsTables.All)
        {
            await using var file = await open(table.File);
            await using var text = new StreamWriter(file, new UTF8Encoding(false), 32 * 1024);
            await using var csv = new CsvWriter(text, s_csv, leaveOpen: true);
            await RowAsync(csv, table.Fields.Select(field => field.Name));
            if (table.Rows is { } rows)
            {
                await foreach (var service in data.AllServicesAsync(HsdsFilter.None, withEntry: table.Name == HsdsTables.Service, cancellation))
                {
                    foreach (string?[] row in rows(service))
                        await RowAsync(csv, row);
                    progress?.Report(new HsdsProgress(++done, total));
                }
            }
            else
            {
                await foreach (string?[] row in Others(data, table.Name, cancellation))
                    await RowAsync(csv, row);
            }

            await csv.FlushAsync();
            await text.FlushAsync(cancellation);
        }
    }

    private static IAsyncEnumerable<string?[]> Others(HsdsData data, string table, CancellationToken cancellation) => table switch
    {
        HsdsTables.Organizations => data.AllOrganizationsAsync(HsdsFilter.None, HsdsServicesOf.None, cancellation).Select(HsdsTables.Row),
        HsdsTables.Taxonomies => data.Terms.Taxonomies.Select(HsdsTables.Row).ToAsyncEnumerable(),
        HsdsTables.Terms => data.Terms.All.Select(HsdsTables.Row).ToAsyncEnumerable(),
        _ => throw new ArgumentOutOfRangeException(nameof(table), table, "Nothing is written there."),
    };

    private static Task RowAsync(CsvWriter csv, IEnumerable<string?> cells)
    {
        foreach (string? cell in cells)
            csv.WriteField(cell);
        return csv.NextRecordAsync();
    }

    private static async Task WriteEachAsync<T>(
        IAsyncEnumerable<T> all, Stream to, string before, string between, string after, IProgress<HsdsProgress>? progress, long total, CancellationToken cancellation)
    {
        const int much = 64 * 1024;
        using var ready = new MemoryStream();
        long done = 0;
        ready.Write(Encoding.UTF8.GetBytes(before));
        await foreach (var one in all.WithCancellation(cancellation))
        {
            if (done++ > 0)
                ready.Write(Encoding.UTF8.GetBytes(between));
            ready.Write(JsonSerializer.SerializeToUtf8Bytes(one, HsdsJson.Options));
            progress?.Report(new HsdsProgress(done, total));
            if (ready.Length < much)
                continue;
            await to.WriteAsync(ready.GetBuffer().AsMemory(0, (int)ready.Length), cancellation);
            ready.SetLength(0);
        }

        if (done > 0 || before.Length > 0)
            ready.Write(Encoding.UTF8.GetBytes(after));
        await to.WriteAsync(ready.GetBuffer().AsMemory(0, (int)ready.Length), cancellation);
    }
}
