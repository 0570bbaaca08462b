using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Npgsql;

namespace ServiceDirectory.Floor.Pages;

/// <summary>One entry by its code.</summary>
public sealed class EntryModel(NpgsqlDataSource source) : PageModel
{
    public Entry Entry { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select content from service where code = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = code });
        if (await command.ExecuteScalarAsync(cancellationToken) is not string content)
            return NotFound();
        Entry = JsonSerializer.Deserialize(content, CardJson.Default.Entry)!;
        return Page();
    }
}
