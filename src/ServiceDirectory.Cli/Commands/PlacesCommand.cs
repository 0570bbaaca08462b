using System.CommandLine;
using Npgsql;
using ServiceDirectory.Core.Places;
using Spectre.Console;

namespace ServiceDirectory.Cli.Commands;

/// <summary><c>places</c>: makes, loads and completes the gazetteer.</summary>
internal static class PlacesCommand
{
    public static Command Create(Database database) => new("places", "Makes, loads and completes the list of towns.") { Load(database), ImportPostcodes(database), Find(), Pack(), Image() };

    /// <summary>Loads the gazetteer with a bar that fills. False, and not a word, when it is there already.</summary>
    public static async Task<bool> LoadAsync(NpgsqlDataSource owner, CancellationToken cancellation) =>
        !await GazetteerStore.IsLoadedAsync(owner, cancellation) && await Bars.Start().StartAsync(async context =>
        {
            var bar = new Bar(context.AddTask("Loading places"));
            return await GazetteerStore.LoadAsync(owner, bar, cancellation);
        });

    private static Command Load(Database database)
    {
        var command = new Command("load", "Load the list of towns, as ConnectionStrings__Owner. Does nothing when it is there already.");
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var owner = database.Owner();
            var loaded = await LoadAsync(owner, cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(loaded ? "Places loaded." : "The places are already there.");
            return 0;
        });
        return command;
    }

    private static Command ImportPostcodes(Database database)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "GeoNames' postal format: tab-separated, one code to a line." };
        var command = new Command("import-postcodes", "Make postal codes understood. Replaces those of the countries in the file.") { file };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var owner = database.Owner();
            await using var reader = database.Public();
            var gazetteer = await GazetteerStore.ReadAsync(reader, cancellation);
            var report = await PostalCodes.ImportAsync(owner, gazetteer, parsed.GetRequiredValue(file).FullName, cancellation);
            foreach (var problem in report.Problems)
                await parsed.InvocationConfiguration.Error.WriteLineAsync(problem.ToString());
            if (report.Problems.Count > 0)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync("Nothing was imported.");
                return 1;
            }

            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{report.Codes:N0} postal codes of {string.Join(", ", report.Countries)} imported.");
            return 0;
        });
        return command;
    }

    private static Command Image()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Beside the folders of the programs, as places.image." };
        var command = new Command("image", "Write the list of towns as the programs hold it in memory, so that they start at once. To be made anew with each build. Uses no database.") { file };
        command.SetAction(parsed => GazetteerImage.Make(parsed.GetRequiredValue(file).FullName));
        return command;
    }

    private static Command Find()
    {
        var text = new Argument<string>("TEXT") { Description = "What somebody would type." };
        var home = new Option<string>("--home") { Description = "The directory's own country (ISO code).", DefaultValueFactory = _ => "" };
        var command = new Command("find", "Show what a typed place is taken for, to try aliases out. Uses no database.") { text, home };
        command.SetAction(parsed =>
        {
            var lookup = new PlaceLookup(GazetteerBuilder.BuildShipped());
            parsed.InvocationConfiguration.Output.WriteLine(Describe(lookup.Find(parsed.GetRequiredValue(text), parsed.GetRequiredValue(home).ToUpperInvariant())));
            return 0;
        });
        return command;
    }

    private static string Describe(PlaceAnswer answer) => answer switch
    {
        PlaceAnswer.Found found => $"Found ({found.Match}): {Describe(found.Place)}{Describe("Others", found.Others)}",
        PlaceAnswer.Ask ask => $"Asks{Describe("Which", ask.Candidates)}",
        PlaceAnswer.Area area => string.Join('\n', area.Areas.Select(a => $"Area: {a.Name}, {a.Country.Name}{Describe("Towns", a.Towns)}")),
        PlaceAnswer.TooLong => "Too long",
        _ => "Nothing",
    };

    private static string Describe(string label, IReadOnlyList<Place> places) =>
        places.Count == 0 ? "" : $"\n{label}:\n  {string.Join("\n  ", places.Select(Describe))}";

    private static string Describe(Place place) => $"{place.FullName} ({place.GeoNameId}, {place.Population:N0})";


    private static Command Pack()
    {
        var cities = new Option<FileInfo>("--cities") { Description = "GeoNames' cities500.txt.", Required = true };
        var divisions = new Option<FileInfo>("--divisions") { Description = "Places with current codes of states and counties (JSON).", Required = true };
        var admin1 = new Option<FileInfo>("--admin1") { Description = "Names of states and provinces (JSON).", Required = true };
        var admin2 = new Option<FileInfo>("--admin2") { Description = "Names of counties and districts (JSON).", Required = true };
        var locales = new Option<DirectoryInfo>("--locales") { Description = "The folder \"main\" of CLDR's locale names.", Required = true };
        var output = new Option<FileInfo>("--output") { Description = "The file to write.", Required = true };
        var command = new Command("pack", "Makes the file of places that ships with the program. Only needed to renew it.")
        {
            cities, divisions, admin1, admin2, locales, output,
        };
        command.SetAction(parsed =>
        {
            var rows = GeoNamesSource.Read(
                parsed.GetRequiredValue(cities).FullName,
                parsed.GetRequiredValue(divisions).FullName,
                parsed.GetRequiredValue(admin1).FullName,
                parsed.GetRequiredValue(admin2).FullName,
                parsed.GetRequiredValue(locales).FullName);
            var target = parsed.GetRequiredValue(output);
            using (var stream = target.Create())
                GazetteerFile.Write(stream, rows);
            target.Refresh();
            parsed.InvocationConfiguration.Output.WriteLine($"{rows.Places.Count:N0} places, {rows.Regions.Count:N0} regions, {rows.Countries.Count} countries: {target.Length:N0} bytes.");
            return 0;
        });
        return command;
    }

    /// <summary>Unlike <see cref="Progress{T}"/> it draws at once, so that the last step is seen.</summary>
    private sealed class Bar(ProgressTask task) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value)
        {
            task.MaxValue = value.Total;
            task.Value = value.Done;
        }
    }
}
