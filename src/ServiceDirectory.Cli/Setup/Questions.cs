using System.Globalization;
using ServiceDirectory.Core;

namespace ServiceDirectory.Cli.Setup;

/// <summary>Asks somebody at a terminal, or whoever pipes the answers: each is looked at where it is typed, and asked again where it does not do.</summary>
/// <param name="input">One answer to a line.</param>
/// <param name="output">For the questions.</param>
internal sealed class Questions(TextReader input, TextWriter output)
{
    private int _number;

    /// <param name="of">How many questions there are.</param>
    /// <param name="question">In one or more lines.</param>
    /// <param name="given">What was said before anybody was asked; null: nothing.</param>
    /// <param name="read">Makes the answer of what was typed.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="SettingException">What was given does not do, or nobody answers.</exception>
    public async Task<T> AskAsync<T>(int of, string question, string? given, Func<string, T> read, CancellationToken cancellation)
    {
        _number++;
        if (given is not null)
            return read(given.Trim());
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"\n{_number} of {of}. {question}"));
        while (true)
        {
            await output.WriteAsync("> ");
            await output.FlushAsync(cancellation);
            string? line = await input.ReadLineAsync(cancellation);
            if (line is null)
                throw new SettingException($"Nobody answers: {question.Split('\n')[0]} Run setup at a terminal, give the answers line by line, or as options (setup --help).");
            try
            {
                return read(line.Trim());
            }
            catch (SettingException wrong)
            {
                await output.WriteLineAsync(wrong.Message);
            }
        }
    }
}
