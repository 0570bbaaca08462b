using System.CommandLine;
using System.Globalization;
using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Hsds;
using ServiceDirectory.Core.Places;
using Spectre.Console;

namespace ServiceDirectory.Cli.Commands;

/// <summary><c>hsds export</c>: everything that others may take, as files.</summary>
internal static class HsdsExportCommand
{
    public static Command Create(Database database)
    {
        var where = new Argument<string>("WHERE")
        {
            Description = "A file whose ending says the form: .zip for tables, .json for an array of services, .ndjson for one service to a line; else a folder for the tables as files.",
        };
        var command = new Command("export", "Write everything that others may take: what /hsds gives, read as the public.") { where };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = Path.GetFullPath(parsed.GetRequiredValue(where));
            var options = new DirectoryOptions
            {
                Name = database.Setting("Directory__Name") ?? new DirectoryOptions().Name,
                OpenDataLicence = database.Setting("Directory__OpenDataLicence"),
                OpenDataLicenceAddress = Uri.TryCreate(database.Setting("Directory__OpenDataLicenceAddress"), UriKind.Absolute, out var address) ? address : null,
            };
            await using var source = database.Public();
            var gazetteer = await GazetteerStore.ReadAsync(source, cancellation);
            await using var data = await new HsdsReader(source, DirectoryCatalogue.Default).OpenAsync(HsdsPlaces.Of(gazetteer), SystemClock.Instance.GetCurrentInstant(), cancellation);
            long services = await data.CountServicesAsync(HsdsFilter.None, cancellation);
            await Bars.Start().StartAsync(async context =>
                await WriteAsync(data, options, path, new Bar(context.AddTask("Writing services", maxValue: 1)), cancellation));
            await parsed.InvocationConfiguration.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{services} services: {path}"));
            return 0;
        });
        return command;
    }

    /// <exception cref="SettingException">It cannot be written there.</exception>
    private static async Task WriteAsync(HsdsData data, DirectoryOptions options, string path, IProgress<HsdsProgress> progress, CancellationToken cancellation)
    {
        Func<Stream, Task>? write = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".zip" => file => HsdsExport.WriteZipAsync(data, options, file, progress, cancellation),
            ".json" => file => HsdsExport.WriteJsonAsync(data, file, progress, cancellation),
            ".ndjson" => file => HsdsExport.WriteLinesAsync(data.AllServicesAsync(HsdsFilter.None, cancellation), file, progress, cancellation),
            _ => null,
        };
        try
        {
            if (write is null)
            {
                await HsdsExport.WriteFolderAsync(data, options, path, progress, cancellation);
                return;
            }

            // Whole, or as it was before: nobody takes a part for the whole.
            string unfinished = path + ".part";
            await using (var file = File.Create(unfinished))
                await write(file);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{path}: It cannot be written there.", e);
        }
    }

    private sealed class Bar(ProgressTask task) : IProgress<HsdsProgress>
    {
        public void Report(HsdsProgress value)
        {
            task.MaxValue = Math.Max(1, Math.Max(value.Total, value.Done));
            task.Value = value.Done;
        }
    }
}
