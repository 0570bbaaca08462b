using System.CommandLine;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Cli.Commands;

/// <summary><c>places</c>: makes, loads and completes the gazetteer.</summary>
internal static class PlacesCommand
{
    public static Command Create() => new("places", "Makes, loads and completes the list of towns.") { Pack() };

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
            Console.WriteLine($"{rows.Places.Count:N0} places, {rows.Regions.Count:N0} regions, {rows.Countries.Count} countries: {target.Length:N0} bytes.");
            return 0;
        });
        return command;
    }
}
